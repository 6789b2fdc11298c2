// @ts-check
/** What `measureInNode` starts: calls a bench and sends its figures. Dawn keeps a process alive, so it has to be ended. */
import { pathToFileURL } from 'node:url';

const [, , bench = '', ...names] = process.argv;
const { default: measure } = await import(pathToFileURL(bench).href);
const measured = await measure(names);
process.send?.(measured, undefined, undefined, () => process.exit(0));
