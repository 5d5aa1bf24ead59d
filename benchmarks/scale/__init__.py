"""Large books, kept between runs, and what every page costs on them: `make bench-scale`."""
