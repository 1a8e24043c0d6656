import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiResponse } from '@vocalborn/api-description';

/** Describes a route that answers with a recording. */
export const AudioAnswer = (summary: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description: 'Takes a bearer token or the query of a signed link.' }),
    ApiHeader({ name: 'Range', required: false, description: 'One range of bytes.' }),
    ApiHeader({ name: 'If-Range', required: false, description: 'The ETag of an earlier answer.' }),
    ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of an earlier answer.' }),
    ApiProduces('audio/*'),
    ApiOkResponse({ description: 'The whole recording.', schema: { type: 'string', format: 'binary' } }),
    ApiResponse({ status: 206, description: 'The range.', schema: { type: 'string', format: 'binary' } }),
    ApiResponse({ status: 304, description: 'The recording is that of the given ETag.' }),
    ApiResponse({ status: 416, description: 'The range lies beyond the recording.' }),
  );
