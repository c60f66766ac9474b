import { loadOptionalPackages } from './optional-packages';

jest.mock('@throughtrain/platform/installation', () => ({ findInInstallation: () => undefined }));

describe('loadOptionalPackages', () => {
  it('tells how to install what is not there', () => {
    expect(() => loadOptionalPackages()).toThrow('npm install --prefix optional/onnx');
  });
});
