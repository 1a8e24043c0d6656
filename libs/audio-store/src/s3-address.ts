/** Location of the recordings in an S3 service. */
export interface S3Address {
  readonly bucket: string;
  /** Prefix of every key; empty, or ending in a slash. */
  readonly prefix: string;
  /** Endpoint of a service other than Amazon's. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** True when the bucket is in the path instead of the host name, as most services other than Amazon's need. */
  readonly pathStyle: boolean;
}

const knownParameters = new Set(['endpoint', 'region', 'path_style']);

/**
 * Parses `s3://bucket/prefix?endpoint=https://…&region=…&path_style=true`; only the bucket is required.
 * @throws Error that names the fault
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
