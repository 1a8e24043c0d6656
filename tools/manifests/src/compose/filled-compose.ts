import { readStages, type Stage } from './dockerfile.js';
import { composeVariables, exampleVariables, readCompose, type Service } from './read-compose.js';

/** The variables without which nothing starts. */
export const requiredVariables = [...composeVariables()]
  .filter(([, need]) => need === 'required')
  .map(([name]) => name);

/** `.env.example` as it becomes when someone fills in what is required. */
export const filledVariables = {
  ...exampleVariables(),
  ...Object.fromEntries(requiredVariables.map((name) => [name, 'a'.repeat(64)])),
};

/** The Compose file with these variables. */
export const compose = readCompose(filledVariables);

/** The services by name. */
export const services = Object.entries(compose.services);

const stages = readStages();

/** A service. @throws Error when there is none of this name */
export function serviceOf(name: string): Service {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`there is no service ${name}`);
  return found;
}

/** The stage of the Dockerfile that a service is built from. @throws Error when there is none */
export function stageOf(name: string): Stage {
  const target = serviceOf(name).build?.target ?? '';
  const stage = stages.get(target);
  if (stage === undefined) throw new Error(`the Dockerfile has no target ${target}`);
  return stage;
}
