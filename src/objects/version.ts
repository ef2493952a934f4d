// The program's version, for `version`, the User-Agent and crash reports; the build reads it from package.json.
import packageJson from '../../package.json' with { type: 'json' };

export const VERSION: string = packageJson.version;
