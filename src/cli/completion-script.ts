import type { Command } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The package installs the program under both names. */
const NAMES = ["hooknexus", "hnx"];

/** The completions after one command. */
interface Completions {
  /** The command's full name, such as `endpoints ls`; empty for the program itself. */
  path: string;
  commands: string[];
  options: string[];
}

/** Generates the script from the commands themselves, so the two can't disagree. */
export function completionScript(program: Command, shell: Shell): string {
  const all = completionsOf(program, "", longsOf(program));
  if (shell === "fish") return fishScript(all);
  return shell === "bash" ? bashScript(all) : zshScript(all);
}

function completionsOf(command: Command, path: string, global: readonly string[]): Completions[] {
  const commands = command.commands.map((each) => each.name());
  const own = [...new Set([...longsOf(command), ...global, "--help"])];
  const below = command.commands.flatMap((each) =>
    completionsOf(each, `${path} ${each.name()}`.trim(), global),
  );
  return [{ path, commands, options: own }, ...below];
}

function longsOf({ options }: Command): string[] {
  return options.flatMap(({ long }) => (long ? [long] : []));
}

/**
 * The script picks a case by the words typed so far, without the options. An option's value that
 * equals a command name can pick the wrong case.
 */
function casesOf(all: readonly Completions[]): string {
  const lines = all.map(({ path, commands, options }) => {
    return `    "${path}") words="${[...commands, ...options].join(" ")}" ;;`;
  });
  return [...lines, `    *) words="" ;;`].join("\n");
}

function bashScript(all: readonly Completions[]): string {
  return `_hooknexus() {
  local path="" word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${pathWords(all)} " in *" $word "*) path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${casesOf(all)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _hooknexus ${NAMES.join(" ")}
`;
}

function zshScript(all: readonly Completions[]): string {
  return `#compdef ${NAMES.join(" ")}
_hooknexus() {
  local path_so_far="" word words_here
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case " ${pathWords(all)} " in *" $word "*) path_so_far="\${path_so_far:+$path_so_far }$word" ;; esac
  done
  case "$path_so_far" in
${casesOf(all).replaceAll('words="', 'words_here="')}
  esac
  compadd -- \${=words_here}
}
if [ "$funcstack[1]" = "_hooknexus" ]; then _hooknexus; else compdef _hooknexus ${NAMES.join(" ")}; fi
`;
}

function pathWords(all: readonly Completions[]): string {
  return [...new Set(all.flatMap(({ commands }) => commands))].join(" ");
}

function fishScript(all: readonly Completions[]): string {
  const lines = NAMES.flatMap((name) => all.flatMap((each) => fishLines(name, each)));
  return `${lines.join("\n")}\n`;
}

function fishLines(name: string, { path, commands, options }: Completions): string[] {
  const parts = path.split(" ").filter((word) => word !== "");
  const seen = parts.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
  const condition = seen || "__fish_use_subcommand";
  const start = `complete -c ${name} -n '${condition}'`;
  const longs = options.map((long) => `${start} -l ${long.slice(2)}`);
  return commands.length > 0 ? [`${start} -f -a '${commands.join(" ")}'`, ...longs] : longs;
}
