// Loaded on every page of the back office. Each module makes a plain link or form quicker; none is needed.
import { start as startList } from "./list.js";
import { start as startForms } from "./forms.js";
import { start as startOverlays } from "./overlays.js";
import { start as startDrafts } from "./drafts.js";
import { start as startSearch } from "./search.js";
import { start as startAsking } from "./asking.js";
import { start as startLetter } from "./letter.js";

startDrafts();
startSearch();
startList();
startForms();
startOverlays();
startAsking();
startLetter();
