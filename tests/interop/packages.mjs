// Where `npm ci` put the packages: CONFORM_INTEROP_PACKAGES, default ../../build/interop.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const folder =
  process.env.CONFORM_INTEROP_PACKAGES ??
  fileURLToPath(new URL('../../build/interop', import.meta.url));
const require = createRequire(join(folder, 'package.json'));

export const load = (name) => import(pathToFileURL(require.resolve(name)));
export const binary = (name) => join(folder, 'node_modules', name);
