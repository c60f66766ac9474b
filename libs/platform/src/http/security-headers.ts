import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Headers that make browsers careful.
 * @param plainHttp true when TLS ends in front of the service: browsers are then not told to upgrade, which breaks plain HTTP off localhost
 */
export async function registerSecurityHeaders(
  app: NestFastifyApplication,
  { plainHttp }: { readonly plainHttp: boolean },
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { directives: plainHttp ? { upgradeInsecureRequests: null } : {} },
  });
}
