"""Read by gunicorn where it starts in this folder; what the command line says goes first."""

logger_class = "config.web_logs.SafeLogger"
# No query, no referring page, no name of a browser: the access log is for counting.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(L)s'
