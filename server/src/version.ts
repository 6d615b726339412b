import manifest from '../../package.json' with { type: 'json' };

/** Version of the extension, the language server and the command line tool. */
export const version: string = manifest.version;
