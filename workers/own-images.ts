/** The worker that reads data of one's own: it exposes an importer and holds no logic. */
import * as Comlink from 'comlink';
import { OwnDataImporter } from '../src/data/own/importer.ts';

Comlink.expose(new OwnDataImporter());
