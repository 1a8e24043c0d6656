import { createConfig, lintFromString } from '@redocly/openapi-core';

/** What the rules that every OpenAPI document must keep find wrong with one, a line each. */
export async function openApiFaults(source) {
  const config = await createConfig({ extends: ['spec'] });
  const problems = await lintFromString({ source, config });
  return problems.map(({ ruleId, message, location }) => `${location[0]?.pointer ?? ''}: ${message} (${ruleId})`);
}
