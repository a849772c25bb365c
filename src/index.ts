/** The public interface of the package, and the only file that re-exports. */
export { VERSION } from './core/version.ts';
