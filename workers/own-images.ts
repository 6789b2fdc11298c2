/** The worker that reads images of one's own: it exposes an importer and holds no logic. */
import * as Comlink from 'comlink';
import { OwnImageImporter } from '../src/data/own/importer.ts';

Comlink.expose(new OwnImageImporter());
