import { describe, expect, it } from 'vitest';
import { parseS3Address } from './s3-address.js';

describe('parseS3Address', () => {
  it.each([
    ['s3://speech', { bucket: 'speech', prefix: '', endpoint: undefined, region: 'us-east-1', pathStyle: false }],
    ['s3://speech/', { prefix: '' }],
    ['s3://speech/clinic', { prefix: 'clinic/' }],
    ['s3://speech//clinic//north/', { prefix: 'clinic/north/' }],
    ['s3://speech?region=ap-northeast-1', { region: 'ap-northeast-1', pathStyle: false }],
    ['s3://speech?endpoint=https://minio:9000', { endpoint: 'https://minio:9000', pathStyle: true }],
    ['s3://speech?endpoint=https://minio:9000&path_style=false', { pathStyle: false }],
    ['s3://speech?path_style=true', { pathStyle: true }],
  ])('reads %s', (address, expected) => {
    expect(parseS3Address(address)).toMatchObject(expected);
  });

  it.each([
    ['s3://?region=x', 'names no bucket'],
    ['s3://speech?endpoint=ftp://x', 'must begin with http'],
    ['s3://speech?endpoint=https:///x', 'must begin with http'],
    ['s3://speech?endpoint=', 'must begin with http'],
    ['s3://speech?secret=x&key=y', 'no parameter secret, key'],
  ])('refuses %s', (address, message) => {
    expect(() => parseS3Address(address)).toThrow(message);
  });
});
