import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { HttpMetrics } from '../metrics/http-metrics';
import { Metrics } from '../metrics/metrics';
import { HealthController } from './health.controller';
import { Probes } from './probes';

export interface HealthOptions {
  /** Label of all metrics. */
  readonly service: string;
  /** Makes the probes from providers of global modules. */
  readonly probes: Pick<FactoryProvider<Probes>, 'inject' | 'useFactory'>;
}

/** `/health/live`, `/health/ready` and `/metrics`; the `Metrics` are there for the whole app. */
@Module({})
export class HealthModule {
  static forRoot({ service, probes }: HealthOptions): DynamicModule {
    return {
      module: HealthModule,
      global: true,
      controllers: [HealthController],
      providers: [
        { provide: Probes, ...probes },
        { provide: Metrics, useFactory: (given: Probes) => new Metrics(service, given.queueDepths), inject: [Probes] },
        HttpMetrics,
      ],
      exports: [Metrics],
    };
  }
}
