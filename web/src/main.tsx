document.title = "Reelwright";
