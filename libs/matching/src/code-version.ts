/** Version of the code that made a result; equal to the version of the package. */
export const codeVersion = '0.2.0';
