// @ts-check

/** A failure a person can do something about: the message names the file and the remedy, so no stack is printed. */
export class DatasetPreparationError extends Error {
  /**
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = 'DatasetPreparationError';
  }
}

/**
 * Runs a file operation and turns the operating system's refusals into a message with a remedy.
 *
 * @template T
 * @param {string} path the file or folder that the operation touches
 * @param {() => Promise<T>} operation
 * @returns {Promise<T>}
 */
export async function touching(path, operation) {
  try {
    return await operation();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new DatasetPreparationError(
        `The disk is full: ${path} could not be written. Free some space ` +
          '(MNIST needs about 25 MB, CIFAR-10 about 500 MB while it is prepared) and run the command again.',
        { cause: error },
      );
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new DatasetPreparationError(
        `No permission to write ${path}. Make the folder writable for this user and run the command again.`,
        { cause: error },
      );
    }
    throw error;
  }
}
