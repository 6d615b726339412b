import { type Command, Option } from 'commander';

/** Sets the exit status of the run. */
export type Exit = (status: 0 | 1 | 2) => void;

/** The options that every command that reads a workspace takes. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--root <dir>', 'folder of the workspace', '.')
    .option('--config <file>', 'configuration file, instead of those found')
    .option('--cwd <dir>', 'working directory of the service, for relative `env_file` paths')
    .option(
      '--process-env <[name=]file>',
      'process environment of an environment: a file, or - for standard input',
      collect,
      [],
    )
    .option('--names <[name=]file>', 'the same, names without values', collect, [])
    .option('--output-file <file>', 'write the report to a file instead of standard output')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('--quiet', 'no notes on standard error')
    .option('--verbose', 'what is done, on standard error');
}

/** The option of those commands that can look at another state of the repository. */
export function withReference(command: Command): Command {
  return command.option('--ref <ref>', 'read the files as they are at a commit, branch or tag of git');
}

/** The option of those commands whose answer may be another one for each process of an environment. */
export function withWorkload(command: Command): Command {
  return command.option(
    '--workload <name>',
    'as this compose service, Deployment/name or unit has it, where several run the service: [PATH#]NAME',
  );
}

/** The option of those commands that ask what runs. */
export function withDeployed(command: Command): Command {
  return command.option(
    '--deployed <environment[/reader]=ref>',
    'what runs there, by commit, branch or tag; several add up',
    collect,
    [],
  );
}

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
