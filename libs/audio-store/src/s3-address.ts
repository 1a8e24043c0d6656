/** Where in which S3 the recordings are. */
export interface S3Address {
  readonly bucket: string;
  /** What every key begins with; empty, or ending in a slash. */
  readonly prefix: string;
  /** Of an S3 that is not Amazon's; undefined for Amazon's. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** The bucket in the path instead of the host name: what most stores other than Amazon's want. */
  readonly pathStyle: boolean;
}

const knownParameters = new Set(['endpoint', 'region', 'path_style']);

/**
 * Reads `s3://bucket/prefix?endpoint=https://…&region=…&path_style=true`; all but the bucket may be left out.
 * @throws Error that says what is wrong
 */
export function parseS3Address(address: string): S3Address {
  const { hostname, pathname, searchParams } = new URL(address);
  if (hostname === '') throw new Error('the address of the audio store names no bucket');
  const unknown = [...searchParams.keys()].filter((name) => !knownParameters.has(name));
  if (unknown.length > 0) throw new Error(`the audio store knows no parameter ${unknown.join(', ')}`);
  const endpoint = searchParams.get('endpoint') ?? undefined;
  if (endpoint !== undefined && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw new Error('the endpoint of the audio store must begin with http:// or https://');
  }
  const prefix = pathname.split('/').filter(Boolean).join('/');
  return {
    bucket: hostname,
    prefix: prefix === '' ? '' : `${prefix}/`,
    endpoint,
    region: searchParams.get('region') ?? 'us-east-1',
    pathStyle: (searchParams.get('path_style') ?? String(endpoint !== undefined)) === 'true',
  };
}
