import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { OutageLog } from './outage-log';
import { WakeUp } from './wake-up';

const reconnectAfterMs = 1_000;

/** Hears the notices of new outbox rows on a connection of its own and reconnects when that is lost. */
export class OutboxListener {
  private readonly outages = new OutageLog(new Logger(OutboxListener.name), 'Notices of the outbox are not heard');
  private readonly stopping = new WakeUp();
  private stopped = false;
  private client: Client | undefined;
  private listening: Promise<void> | undefined;

  constructor(private readonly databaseUrl: string) {}

  /** Calls `onNotice` at each notice, and after each (re)connection because notices may have been missed. */
  start(onNotice: () => void): void {
    this.listening ??= this.listen(onNotice);
  }

  /** Ends at once when connected, else when the attempt to connect has ended, which takes 5 s at most. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopping.ring();
    await this.client?.end();
    await this.listening;
  }

  private async listen(onNotice: () => void): Promise<void> {
    while (!this.stopped) {
      await this.hearUntilLost(onNotice).catch((error: unknown) => {
        if (!this.stopped) this.outages.report(error);
      });
      await this.stopping.sleep(reconnectAfterMs);
    }
  }

  private async hearUntilLost(onNotice: () => void): Promise<void> {
    const client = new Client({
      connectionString: this.databaseUrl,
      application_name: 'outbox-listener',
      connectionTimeoutMillis: 5_000,
      // A connection that a firewall forgot would otherwise look alive for hours.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    const lost = new Promise<void>((resolve) => {
      client.once('end', resolve);
    });
    client.on('error', (error) => {
      this.outages.report(error);
    });
    client.on('notification', onNotice);
    await client.connect();
    // Only now: the connect of a client that is ended while it connects may stay unsettled for ever.
    this.client = client;
    try {
      if (this.stopped) return;
      await client.query('listen outbox');
      onNotice();
      await lost;
    } finally {
      this.client = undefined;
      await client.end();
    }
  }
}
