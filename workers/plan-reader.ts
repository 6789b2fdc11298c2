/** The worker that reads the folder of a plan: it exposes a PlanReader and holds no logic. */
import * as Comlink from 'comlink';
import { PlanReader } from '../src/lab/plan/plan-reader.ts';

Comlink.expose(new PlanReader());
