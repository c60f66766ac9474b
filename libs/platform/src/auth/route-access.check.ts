import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { publicKey, rolesKey } from './access.decorators';

/** Refuses to start a service with a route of which nobody has said who may call it. */
@Injectable()
export class RouteAccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Error naming every handler that carries neither or both of `@Public` and `@Roles` */
  onModuleInit(): void {
    const faults = this.discovery.getControllers().flatMap(({ metatype }) => {
      return typeof metatype === 'function' ? this.faultsOf(metatype) : [];
    });
    if (faults.length > 0) throw new Error(`Routes need either @Public or @Roles: ${faults.join(', ')}`);
  }

  private faultsOf(
    controller: NonNullable<ReturnType<DiscoveryService['getControllers']>[number]['metatype']>,
  ): string[] {
    const prototype: unknown = controller.prototype;
    if (typeof prototype !== 'object' || prototype === null) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
      return this.isDecided(handler as () => unknown, controller as never) ? [] : [`${controller.name}.${name}`];
    });
  }

  private isDecided(handler: () => unknown, controller: () => unknown): boolean {
    const places = [handler, controller];
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(publicKey, places) === true;
    const hasRoles = this.reflector.getAllAndOverride<readonly unknown[] | undefined>(rolesKey, places) !== undefined;
    return isPublic !== hasRoles;
  }
}
