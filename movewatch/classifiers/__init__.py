"""What company names, domains, titles, departments and answers mean. Pure."""
