"""What the pages show, without the pages: runs whose every week can be gone back to, what ifs, many worlds, links."""
