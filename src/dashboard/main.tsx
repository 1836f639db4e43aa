import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { guardHistory } from "./components/leaving.ts";
import { createQueryClient } from "./api/query-client.ts";
import { returnAfterSignIn } from "./api/session.ts";
import { applyTheme } from "./shell/theme.ts";
import { loadFonts } from "./styles/load-fonts.ts";

applyTheme();
loadFonts();
guardHistory();
returnAfterSignIn();

const root = document.getElementById("root");
if (!root) throw new Error("The document has no #root.");
createRoot(root).render(
  <StrictMode>
    <App queries={createQueryClient()} />
  </StrictMode>,
);
