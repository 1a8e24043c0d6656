import { appInstance, HttpProxy, LinkProxy, type AppName, type Wiring } from '@vocalborn/system-harness';

export type Dependency = 'postgres' | 'redis' | 'ai-service';

/** One proxy per app and dependency, so that each link can be cut separately. */
export class Links {
  readonly #links = new Map<string, LinkProxy>();

  private constructor(
    private readonly direct: Wiring,
    readonly aiService: HttpProxy,
  ) {}

  static async open(direct: Wiring, workers: number): Promise<Links> {
    const links = new Links(direct, await HttpProxy.to(direct.aiServiceUrl));
    for (const app of ['api-gateway', 'monitor'] as const) await links.add(app);
    for (let number = 1; number <= workers; number += 1) await links.add(appInstance('analysis-worker', number));
    return links;
  }

  /** The wiring of an app through its own links; the ai-service is behind the HTTP proxy as well. */
  wiringOf(app: AppName, number: number): Wiring {
    if (app === 'ai-service') return this.direct;
    const name = appInstance(app, number);
    const through = (dependency: Dependency, address: string): string =>
      this.#links.get(`${dependency}/${name}`)?.through(address) ?? address;
    return {
      ...this.direct,
      databaseUrl: through('postgres', this.direct.databaseUrl),
      brokerUrl: through('redis', this.direct.brokerUrl),
      resultBackendUrl: through('redis', this.direct.resultBackendUrl),
      aiServiceUrl: through('ai-service', this.aiService.url),
    };
  }

  link(dependency: Dependency, app: string): LinkProxy {
    const link = this.#links.get(`${dependency}/${app}`);
    if (!link) throw new Error(`${app} has no link to ${dependency}`);
    return link;
  }

  /** The links of all apps to a dependency. */
  allTo(dependency: Dependency): LinkProxy[] {
    return [...this.#links].filter(([name]) => name.startsWith(`${dependency}/`)).map(([, link]) => link);
  }

  restore(): void {
    this.aiService.restore();
    for (const link of this.#links.values()) link.restore();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#links.values(), this.aiService].map((proxy) => proxy.close()));
  }

  private async add(app: string): Promise<void> {
    const { databaseUrl, brokerUrl } = this.direct;
    for (const [dependency, address] of [
      ['postgres', databaseUrl],
      ['redis', brokerUrl],
      ['ai-service', this.aiService.url],
    ] as const) {
      if (hasOneServer(address)) this.#links.set(`${dependency}/${app}`, await LinkProxy.to(address));
    }
  }
}

/** An app must find the server among several by itself, without a proxy. */
const hasOneServer = (address: string): boolean => URL.canParse(address) && !/^rediss?\+/.test(address);
