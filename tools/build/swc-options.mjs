/**
 * How TypeScript becomes JavaScript, in the build and under Vitest. The same decorators and the same metadata in both:
 * Nest's dependency injection reads the types of constructor parameters from it. Types are not checked here;
 * `npm run typecheck` does that for the whole workspace.
 */
export const swcOptions = {
  configFile: false,
  swcrc: false,
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
    },
    keepClassNames: true,
  },
};
