// Shell completion scripts, made from the commands and flags themselves. Contexts and namespaces are not completed: asking a cluster
// from a shell's Tab key is a surprise.
import type { Command } from 'commander';
import { UsageError } from './exit-code.ts';

type Words = { readonly commands: readonly string[]; readonly flags: readonly string[] };

function wordsOf(program: Command): Words {
  const commands = program.commands.map((command) => command.name());
  const flags = [program, ...program.commands].flatMap((command) =>
    command.options.flatMap((option) =>
      [option.long, option.short].filter((flag): flag is string => flag !== undefined),
    ),
  );
  return { commands, flags: [...new Set([...flags, '--help'])].toSorted() };
}

const bash = ({
  commands,
  flags,
}: Words): string => `# k8s-watch completion for bash: source <(k8s-watch completion bash)
_k8s_watch() {
  local word=\${COMP_WORDS[COMP_CWORD]}
  case \${COMP_WORDS[COMP_CWORD-1]} in
    --kubeconfig|--log-file) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W '${flags.join(' ')}' -- "$word"))
  else COMPREPLY=($(compgen -W '${commands.join(' ')}' -- "$word")); fi
}
complete -F _k8s_watch k8s-watch
`;

const zsh = ({ commands, flags }: Words): string => `#compdef k8s-watch
# k8s-watch completion for zsh: source <(k8s-watch completion zsh)
_k8s_watch() {
  case $words[CURRENT-1] in
    --kubeconfig|--log-file) _files; return ;;
  esac
  if [[ $words[CURRENT] == -* ]]; then compadd -- ${flags.join(' ')}
  else compadd -- ${commands.join(' ')}; fi
}
compdef _k8s_watch k8s-watch
`;

const fish = ({ commands, flags }: Words): string =>
  [
    '# k8s-watch completion for fish: k8s-watch completion fish | source',
    ...commands.map((command) => `complete -c k8s-watch -n __fish_use_subcommand -f -a ${command}`),
    ...flags.filter((flag) => flag.startsWith('--')).map((flag) => `complete -c k8s-watch -l ${flag.slice(2)}`),
    '',
  ].join('\n');

const SHELLS: Readonly<Record<string, (words: Words) => string>> = { bash, zsh, fish };

/** The script for `shell`; throws UsageError for a shell we do not know. */
export function completionScript(program: Command, shell: string): string {
  const make = SHELLS[shell];
  if (make === undefined)
    throw new UsageError(`completion: '${shell}' is not one of ${Object.keys(SHELLS).join(', ')}`);
  return make(wordsOf(program));
}
