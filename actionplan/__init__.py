"""The action plan portal: reporting, review and dashboards of a cross-cutting action plan."""
