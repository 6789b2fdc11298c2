/**
 * The page that static hosts answer with where there is none: a result link whose `#` was written as `%23` asks the server for a file of
 * that name. It is sent on to where it was meant to lead; of any other address the page says what it can.
 */
import { meantAddress } from '../lab/link-text.ts';

const meant = meantAddress(location.href);
if (meant !== null) location.replace(meant);
