// Signed-out pages: forms are sent once, and nothing else.
import { start as startForms } from "./forms.js";
import { start as startOverlays } from "./overlays.js";

startForms();
startOverlays();
