import { Controller, Get, Header, HttpStatus, Optional, Req, Res } from '@nestjs/common';
import { DomainError } from '@throughtrain/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../auth/access.decorators';
import { KeyCheck } from '../auth/key-check';
import { Metrics } from '../metrics/metrics';
import { Probes, type ProbeDetails } from './probes';
import { answerInTime } from './readiness';

/** Also as IPv6 writes the addresses of IPv4. */
const loopback = /^((::ffff:)?127\.|::1$)/;

interface Readiness {
  readonly status: 'up' | 'down';
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
  readonly details?: ProbeDetails;
}

/** For supervisors and scrapers, outside of the versioned API. */
@Controller()
export class HealthController {
  constructor(
    private readonly probes: Probes,
    private readonly metrics: Metrics,
    @Optional() private readonly keys?: KeyCheck,
  ) {}

  /** 200 as long as the process answers at all. */
  @Get('health/live')
  @Public()
  live(): { readonly status: 'up' } {
    return { status: 'up' };
  }

  /** 200 when everything that the process needs answers, else 503; names what is down. */
  @Get('health/ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const [states, details] = await Promise.all([
      Promise.all(this.probes.checks.map(async (check) => [check.name, await check.check()] as const)),
      answerInTime(this.probes.details, {}),
    ]);
    const isUp = states.every(([, state]) => state === 'up');
    void reply.status(isUp ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).header('cache-control', 'no-store');
    const hasDetails = Object.keys(details).length > 0;
    return { status: isUp ? 'up' : 'down', checks: Object.fromEntries(states), ...(hasDetails && { details }) };
  }

  /**
   * Metrics in the text format of Prometheus, for this machine; others need the key of an operator, or get nothing from a service that
   * knows no keys.
   */
  @Get('metrics')
  @Public()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async scrape(@Req() request: FastifyRequest): Promise<string> {
    if (!isLocal(request)) {
      const scope = await this.keys?.scopeOf(request);
      if (scope?.roles.includes('operator') !== true) throw new DomainError('forbidden', 'auth.role-required');
    }
    return this.metrics.text();
  }
}

/** From this machine, and not from a proxy on it that speaks for somebody else. */
function isLocal({ headers, socket }: FastifyRequest): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !isForwarded && loopback.test(socket.remoteAddress ?? '');
}
