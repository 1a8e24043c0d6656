/** How an app describes its API: fields that are declared once for validation and OpenAPI, and the names of operations. */
export type { FieldOptions } from './fields/field.js';
export { Decimal, Flag, Instant, instantBounds, OneOf, Share, Text, Uuid, Whole } from './fields/scalars.js';
export { Computed, Dictionary, ListOf, Nested } from './fields/structures.js';
export {
  ApiAcceptedResponse,
  ApiBasicAuth,
  ApiBearerAuth,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExcludeController,
  ApiExtraModels,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiProperty,
  ApiQuery,
  ApiResponse,
  ApiTags,
  loadSwagger,
  schemaPath,
} from './openapi/deferred.js';
export { validationPackages } from './validation-packages.js';
export { serveDescription } from './openapi/serve-description.js';
export { nameOperations } from './openapi/operation-ids.js';
