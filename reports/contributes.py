"""What reports adds to the shell."""

from core import extend

extend.add(extend.NavItem("Dashboard", "reports:board", "chart", "Board", "reports.board", 300))
extend.add(extend.NavItem("Reports", "reports:catalog", "list", "Board", "reports.board", 310))
