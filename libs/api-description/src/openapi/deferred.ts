import type * as swaggerPackage from '@nestjs/swagger';

type Swagger = typeof swaggerPackage;
type Apply = (swagger: Swagger) => void;

/** Decorators that wait for the package, in the order in which they were written. */
const waiting: Apply[] = [];

/**
 * A decorator of @nestjs/swagger that is applied when the API is described. A running app needs the descriptions only
 * for `/docs`; loading the package takes half a second and 20 MB.
 */
function deferred<Name extends keyof Swagger>(name: Name): Swagger[Name] {
  const decorator =
    (...options: unknown[]) =>
    (...target: unknown[]) => {
      waiting.push((swagger) => {
        const factory = swagger[name] as (...options: unknown[]) => (...target: unknown[]) => void;
        factory(...options)(...target);
      });
    };
  return decorator as unknown as Swagger[Name];
}

export const ApiAcceptedResponse = deferred('ApiAcceptedResponse');
export const ApiBasicAuth = deferred('ApiBasicAuth');
export const ApiBearerAuth = deferred('ApiBearerAuth');
export const ApiBody = deferred('ApiBody');
export const ApiConflictResponse = deferred('ApiConflictResponse');
export const ApiConsumes = deferred('ApiConsumes');
export const ApiCreatedResponse = deferred('ApiCreatedResponse');
export const ApiExcludeController = deferred('ApiExcludeController');
export const ApiExtraModels = deferred('ApiExtraModels');
export const ApiHeader = deferred('ApiHeader');
export const ApiOkResponse = deferred('ApiOkResponse');
export const ApiOperation = deferred('ApiOperation');
export const ApiParam = deferred('ApiParam');
export const ApiProduces = deferred('ApiProduces');
export const ApiProperty = deferred('ApiProperty');
export const ApiQuery = deferred('ApiQuery');
export const ApiResponse = deferred('ApiResponse');
export const ApiTags = deferred('ApiTags');

/** The reference to the schema of a DTO. */
export const schemaPath = (dto: { readonly name: string }): string => `#/components/schemas/${dto.name}`;

/** Loads @nestjs/swagger and applies every decorator that waits for it. */
export async function loadSwagger(): Promise<Swagger> {
  const swagger = await import('@nestjs/swagger');
  for (const apply of waiting.splice(0)) apply(swagger);
  return swagger;
}
