/** Brings one repository in a process of its own, to be killed. Arguments: the cache, the address. */
import { cacheIn, requestFor } from './mirrors.ts';

const [folder = '', url = ''] = process.argv.slice(2);
const brought = await cacheIn(folder).bring(requestFor(url));
console.log(brought.kind);
