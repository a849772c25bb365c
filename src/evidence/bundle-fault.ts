/** Why a file is no bundle, or not as it was written: what verifying it is there to find, and no error of the program. */

export class BundleFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BundleFault';
  }
}
