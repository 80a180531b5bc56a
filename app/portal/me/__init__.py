"""The candidate's own pages behind a link by mail: where things stand, what to do, and everything held about them."""
