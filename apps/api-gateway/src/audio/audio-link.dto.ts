import { Instant, Text } from '@vocalborn/api-description';

/** The query of a signed link; empty for a request with a token. */
export class LinkQueryDto {
  @Text({ optional: true, maxLength: 12, description: 'Of a signed link: seconds since 1970.' })
  expires?: string;

  @Text({ optional: true, maxLength: 100, description: 'Of a signed link; it takes the place of the token.' })
  signature?: string;
}

/** A signed link to a recording. */
export class AudioLinkDto {
  @Text({ description: 'Relative to the address of the gateway. It needs no token until it expires.' })
  url!: string;

  @Instant()
  expires_at!: string;
}
