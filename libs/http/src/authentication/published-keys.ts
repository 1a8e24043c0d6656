import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWTHeaderParameters,
} from 'jose';

/** The keys of the issuer of the tokens cannot be fetched, and none of the known ones is the token's. */
export class KeysUnavailableError extends Error {
  constructor(cause: unknown) {
    super('the keys of the issuer of the token cannot be read', { cause });
    this.name = 'KeysUnavailableError';
  }
}

/** The keys are fetched anew at this interval, so that a key that the issuer withdrew is refused soon. */
const refreshEveryMs = 600_000;

/** A token with an unknown key makes the keys be fetched anew at most this often, whoever sends how many. */
const pauseMs = 30_000;
const pauseAfterFailureMs = 5_000;
const answerTimeoutMs = 5_000;

/**
 * The public keys that an issuer publishes as a JWK Set (RFC 7517). They are fetched when the first token comes, when a
 * token names an unknown key, and every ten minutes. While the issuer is away the known keys stay valid.
 */
export class PublishedKeys {
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;
  #lastTryAt = Number.NEGATIVE_INFINITY;
  #known = '';

  /** @param onChange called when the issuer has published other keys */
  constructor(
    url: URL,
    private readonly onChange: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#keys = createRemoteJWKSet(url, {
      timeoutDuration: answerTimeoutMs,
      cooldownDuration: pauseMs,
      cacheMaxAge: Number.POSITIVE_INFINITY,
      [customFetch]: (address, options) => this.fetch(address, options),
    });
    setInterval(() => void this.refresh(), refreshEveryMs).unref();
  }

  /**
   * The key that the header of a token names.
   * @throws KeysUnavailableError
   * @throws jose's JWKSNoMatchingKey, and others for a token that is at fault
   */
  async find(header: JWTHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    try {
      return await this.#keys(header, token);
    } catch (error) {
      throw isOfToken(error) ? error : new KeysUnavailableError(error);
    } finally {
      this.compare();
    }
  }

  /** Fetches the keys anew. Keeps the known ones when that fails. */
  private async refresh(): Promise<void> {
    await this.#keys.reload().catch(() => undefined);
    this.compare();
  }

  private compare(): void {
    const known = JSON.stringify(this.#keys.jwks() ?? null);
    if (known === this.#known) return;
    this.#known = known;
    this.onChange();
  }

  /** After a failure jose would fetch for every token with an unknown key. */
  private async fetch(address: string, options: RequestInit): Promise<Response> {
    if (this.now() - this.#lastTryAt < pauseAfterFailureMs) throw new Error('the keys were asked for a moment ago');
    this.#lastTryAt = this.now();
    return fetch(address, options);
  }
}

/** Errors that the token causes, and not the issuer's answer. */
const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
