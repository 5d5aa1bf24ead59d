// Signed-out pages: forms are sent once, and sums are shown while one types.
import { start as startForms } from "./forms.js";
import { start as startOverlays } from "./overlays.js";
import { start as startSums } from "./sums.js";

startForms();
startOverlays();
startSums();
