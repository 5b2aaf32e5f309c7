"""Files of gold questions: reading them, finding every mistake in one, making one with a person."""
