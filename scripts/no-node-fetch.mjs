/** Stands in for `node-fetch` in the bundle: the package `bitbucket` asks for it, and is given a way to the network of our own instead. */
export default function fetch() {
  throw new Error('node-fetch is not part of this program');
}
