import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Probes } from '../health/probes';

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const jobBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
const states = ['waiting', 'active', 'delayed', 'failed'] as const;

/** The metrics of one process, in a registry of its own. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  private readonly jobs: Histogram<'job' | 'outcome'>;

  /** @param queueDepths asked at each scrape; while it answers undefined the gauge is empty */
  constructor(service: string, queueDepths: Probes['queueDepths']) {
    const { registry } = this;
    registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: registry });
    const registers = [registry];
    this.requests = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer, by route template',
      labelNames: ['method', 'route', 'status'],
      buckets: requestBuckets,
      registers,
    });
    this.jobs = new Histogram({
      name: 'job_duration_seconds',
      help: 'Time of one attempt of a job, by how it ended',
      labelNames: ['job', 'outcome'],
      buckets: jobBuckets,
      registers,
    });
    addQueueGauge(registry, queueDepths);
  }

  /** @param route template, never a path with ids: each new label is kept for ever */
  recordRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  /** Measures one attempt of a job and passes its outcome on. */
  async timeJob<T>(job: string, work: () => Promise<T>): Promise<T> {
    const end = this.jobs.startTimer({ job });
    try {
      const result = await work();
      end({ outcome: 'ended' });
      return result;
    } catch (error) {
      end({ outcome: 'failed' });
      throw error;
    }
  }

  /** Everything in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}

function addQueueGauge(registry: Registry, queueDepths: Probes['queueDepths']): void {
  new Gauge({
    name: 'queue_jobs',
    help: 'Jobs that a queue holds, by state',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const depth of (await queueDepths()) ?? []) {
        for (const state of states) this.set({ queue: depth.queue, state }, depth[state]);
      }
    },
  });
}
