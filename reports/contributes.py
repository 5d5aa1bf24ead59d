"""What reports adds to the shell."""

from core import extend

extend.add(extend.NavItem("Dashboard", "reports:board", "chart", "Board", "reports.board", 300))
