import type { Command } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** Both names that the program is installed under. */
const NAMES = ["hooknexus", "hnx"];

/** A command with what may follow it. */
interface Words {
  /** The words that lead to it, such as `endpoints ls`; empty at the top. */
  path: string;
  commands: string[];
  options: string[];
}

/** Made from the commands themselves, so that it can't differ from them. */
export function completionScript(program: Command, shell: Shell): string {
  const all = wordsOf(program, "", longsOf(program));
  if (shell === "fish") return fishScript(all);
  return shell === "bash" ? bashScript(all) : zshScript(all);
}

function wordsOf(command: Command, path: string, global: readonly string[]): Words[] {
  const commands = command.commands.map((each) => each.name());
  const own = [...new Set([...longsOf(command), ...global, "--help"])];
  const below = command.commands.flatMap((each) =>
    wordsOf(each, `${path} ${each.name()}`.trim(), global),
  );
  return [{ path, commands, options: own }, ...below];
}

function longsOf({ options }: Command): string[] {
  return options.flatMap(({ long }) => (long ? [long] : []));
}

/** The words so far, less options, choose the case; a value of an option may choose a wrong one. */
function casesOf(all: readonly Words[]): string {
  const lines = all.map(({ path, commands, options }) => {
    return `    "${path}") words="${[...commands, ...options].join(" ")}" ;;`;
  });
  return [...lines, `    *) words="" ;;`].join("\n");
}

function bashScript(all: readonly Words[]): string {
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

function zshScript(all: readonly Words[]): string {
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

function pathWords(all: readonly Words[]): string {
  return [...new Set(all.flatMap(({ commands }) => commands))].join(" ");
}

function fishScript(all: readonly Words[]): string {
  const lines = NAMES.flatMap((name) => all.flatMap((words) => fishLines(name, words)));
  return `${lines.join("\n")}\n`;
}

function fishLines(name: string, { path, commands, options }: Words): string[] {
  const parts = path.split(" ").filter((word) => word !== "");
  const seen = parts.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
  const condition = seen || "__fish_use_subcommand";
  const start = `complete -c ${name} -n '${condition}'`;
  const longs = options.map((long) => `${start} -l ${long.slice(2)}`);
  return commands.length > 0 ? [`${start} -f -a '${commands.join(" ")}'`, ...longs] : longs;
}
