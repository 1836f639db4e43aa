import { Choice } from "../components/choice.tsx";
import { chooseTheme, THEMES, useTheme, type Theme } from "./theme.ts";

const NAMES: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };
const OPTIONS = THEMES.map((theme) => [theme, NAMES[theme]] as const);

export function ThemeSwitch() {
  const theme = useTheme();
  return <Choice label="Theme" isWide options={OPTIONS} chosen={theme} onChoose={chooseTheme} />;
}
